// Both servers would listen on every interface of the machine; whoever is loaded first says where.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...where) {
  if (typeof where[0] === 'number' && typeof where[1] !== 'string') where.splice(1, 0, '127.0.0.1');
  else if (where[0] && typeof where[0] === 'object' && 'port' in where[0]) where[0] = { ...where[0], host: '127.0.0.1' };
  return listen.apply(this, where);
};
